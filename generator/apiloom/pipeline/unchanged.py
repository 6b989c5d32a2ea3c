# ruff: noqa: PLC0415 - imported when it is needed, for start-up time
"""What decides the bytes of a package beside its documents, and whether it has changed.

An unchanged run parses nothing: that is what makes a build step cheap.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from apiloom.core import version
from apiloom.core.idempotency_rule import idempotency_rules_as_data
from apiloom.core.name_override import overrides_as_data
from apiloom.core.page_rule import page_rules_as_data
from apiloom.core.rename_rule import rules_as_data
from apiloom.core.selection import selection_as_data
from apiloom.core.stream_rule import stream_rules_as_data
from apiloom.core.type_choice import choices_as_data
from apiloom.core.webhook_scheme import webhook_scheme_as_data
from apiloom.package.disk import Disk
from apiloom.package.formatting import formatter_id
from apiloom.package.manifest import digest
from apiloom.package.output_folder import same_documents
from apiloom.pipeline.job import Job
from apiloom.python.targets.package_options import TARGETS, PackageOptions, in_order


def options_of(job: Job) -> PackageOptions:
    """What the targets have to know of the job."""
    name, targets = job.output.absolute().name, in_order(job.targets)
    return PackageOptions(
        name,
        targets,
        job.implied_types,
        job.methods,
        job.base,
        job.frozen,
        job.enums,
        job.is_open,
        job.allof,
        job.models,
    )


def options_digest(job: Job) -> str:
    """One digest over all that the user chose and the output depends on."""
    accepted = sorted({str(entry) for entry in job.accept})
    chosen = asdict(options_of(job)) | ({"accept": accepted} if accepted else {})
    if hosts := sorted(job.references.hosts):
        chosen["hosts"] = hosts
    if set(job.targets) - set(TARGETS):
        from apiloom.python.extensions.target_plugins import targets_digest

        chosen["plugins"] = targets_digest(job.targets)
    chosen |= selection_as_data(job.select)
    if job.names:
        chosen["names"] = overrides_as_data(job.names)
    if job.rename:
        chosen["rename"] = rules_as_data(job.rename)
    if job.pages:
        chosen["pages"] = page_rules_as_data(job.pages)
    if job.streams:
        chosen["streams"] = stream_rules_as_data(job.streams)
    if job.idempotency:
        chosen["idempotency"] = idempotency_rules_as_data(job.idempotency)
    if job.webhooks is not None:
        chosen["webhooks"] = webhook_scheme_as_data(job.webhooks)
    if job.types:
        chosen["types"] = choices_as_data(job.types)
    return digest(json.dumps(chosen, sort_keys=True).encode())


def is_unchanged(job: Job, disk: Disk, *, strict: bool) -> bool:
    """Whether the package is what this apiloom makes of the same documents.

    What the manifest says of them counts only where apiloom is known to have left the
    package so: it could have been edited together with a module.
    """
    manifest = disk.manifest if disk.trusted else None
    if manifest is None or job.references.update:
        return False
    if strict and manifest.warnings:
        # What there was to warn about is said again.
        return False
    origin = manifest.origin
    if origin.apiloom != version.__version__:
        return False
    if not same_documents(origin, job.spec, job.references.roots):
        return False
    from apiloom.python.render.template_files import templates_digest

    return (
        origin.options == options_digest(job)
        and origin.templates == templates_digest(job.templates)
        and origin.formatter == formatter_id(job.formatter)
    )
