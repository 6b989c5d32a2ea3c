"""A small Bifrost: the customer update of the document, served from SQLite.

It is written the way a user of the generated server would write it: `durations` and
`budgets` hold the rules and know no web, `store` keeps the rows, `governance` is the
handler between the two, `app` and `serve` put it behind a socket.
"""
