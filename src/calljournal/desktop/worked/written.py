"""What is said of a file that went out."""

from calljournal.contracts.export_commands import WrittenFile
from calljournal.languages import tr, tr_n


def written_words(written: WrittenFile) -> str:
    """Say what went out, and what is to be known of it."""
    one, count = written.export, written.export.count - written.missing
    if one.what == "time":
        said = tr_n("{count} time entry is in {file}", "{count} time entries are in {file}", count, file=one.file)
    elif one.what == "activities":
        said = tr_n("{count} activity is in {file}", "{count} activities are in {file}", count, file=one.file)
    else:
        said = tr_n("{count} call is in {file}", "{count} calls are in {file}", count, file=one.file)
    lines = [said]
    if written.missing:
        lines.append(
            tr_n(
                "{count} call is missing: it was deleted from the journal since",
                "{count} calls are missing: they were deleted from the journal since",
                written.missing,
            )
        )
    return "\n".join([*lines, *map(tr, written.remarks)])
