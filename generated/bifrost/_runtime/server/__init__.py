"""The server of any API document: one raw ASGI endpoint for each operation.

A request passes through these modules in this order: `paths` finds the operation,
`endpoint` runs the checks, `security` names the principal, `parameters` and `body` read
what was sent, the handler answers with a `reply`, and `encode` writes it. Whatever goes
wrong on the way is a `problem`.

Generated code needs `app` (`build_app`, `ServerOptions`), `route`, `reply`, `schemes`,
`security` and `problem`; users see what it hands on to them.
"""
