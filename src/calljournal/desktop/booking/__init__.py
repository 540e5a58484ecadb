"""The form that turns a call into an activity or a time entry."""
