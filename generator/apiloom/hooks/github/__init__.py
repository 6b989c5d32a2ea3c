"""What the action of GitHub does (`action.yml`), in two steps.

`python -m apiloom.hooks.github.preview_step` checks and previews, without the token: it
works on what a stranger may have sent. `python -m apiloom.hooks.github.comment_step`
has the token, and sends the text that the first step has left; it reads nothing of the
checkout.

All that is asked for comes from environment variables and from the event, a JSON file.
Whatever keeps a step from its answer fails the job.
"""
