"""People, projects and service types: shown, found, added and changed.

`windows`           opens them, each once
`list_window`       the list of contacts, with its `list_model`
`contact_window`    one contact: `pages` has both of its pages
`facts` `about`     what the book says of it; beside it, in `sections`, what the journal and the time book know
`form`              its fields, with `means_rows`; `saving` brings it into the book, `unsaved` keeps what is typed
`projects_window`   `projects_page` with `project_form`, `phase_rows`; `service_types_page`; both with a `things_list`
`number_menu`       what can be done with a telephone number, for any menu
"""
