"""`croissant.json`: a dataset in the Croissant 1.1 format of MLCommons, with its extension for responsible AI.

https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html, https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html
Where it comes from is told by PROV-O, what its pages' rights signals let through by an ODRL offer, as the format recommends.
Each shard is a record set, for a reader checks the SHA-256 of files that it reads by themselves, not of those in a set of files.
Columns of structs are left out: the format has no place for a list of them in a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipelines.give.export.facts import UNKNOWN, Facts
from pipelines.give.export.formats import FORMATS
from pipelines.give.export.formats.format import Format
from pipelines.give.export.recipe import Recipe

FILE = "croissant.json"
CONFORMS_TO = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{term: f"cr:{term}" for term in TERMS},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}


def croissant(recipe: Recipe, facts: Facts) -> dict[str, Any] | None:
    """The metadata as JSON-LD, of the files of one format; None if Croissant has a media type for no format of the recipe."""
    kind = next((each for each in FORMATS if each.name in recipe.formats and each.media_type), None)
    if kind is None:
        return None
    paths = sorted(facts.manifest["files"].items())
    files = {name: file for name, file in paths if name.startswith(f"{kind.folder}/")}
    languages = [code for code in sorted(facts.counts.get("language", {})) if code != UNKNOWN]
    night = facts.manifest.get("night") or "1970-01-01"
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS_TO),
        "name": recipe.name,
        "description": f"{recipe.title}. {facts.rows} news articles with evidence of date and rights, made by Dateline.",
        "license": recipe.license,
        "url": f"https://dateline.invalid/datasets/{recipe.name}",
        "version": "1.0.0",
        "datePublished": night,
        "creator": {"@type": "sc:Organization", "name": recipe.contact or "the operator of this Dateline corpus"},
        "citeAs": f"{recipe.title}, made by Dateline of the corpus of {night}.",
        "inLanguage": languages,
        **_responsible(recipe, facts),
        **_provenance(recipe, facts),
        "usageInfo": _conditions(recipe, facts),
        "distribution": [_file(name, file, kind) for name, file in files.items()],
        "recordSet": [_record_set(name, facts.schema, kind) for name in files],
    }


def _file(name: str, file: Mapping[str, Any], kind: Format) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "encodingFormat": kind.media_type,
        "sha256": file["sha256"],
    }


def _record_set(name: str, schema: pa.Schema, kind: Format) -> dict[str, Any]:
    stem = name.rpartition("/")[2].removesuffix(f".{kind.suffix}")
    split, number, _, shards = stem.split("-")
    return {
        "@type": "cr:RecordSet",
        "@id": stem,
        "name": stem,
        "description": f"Rows of the split {split}, shard {int(number) + 1} of {int(shards)}.",
        "key": {"@id": f"{stem}/id"},
        "field": list(_fields(stem, name, schema)),
    }


def _fields(stem: str, file: str, schema: pa.Schema) -> Iterator[dict[str, Any]]:
    for field in schema:
        repeated = pa.types.is_list(field.type)
        kind = field.type.value_type if repeated else field.type
        if pa.types.is_nested(kind):
            continue
        yield {
            "@type": "cr:Field",
            "@id": f"{stem}/{field.name}",
            "name": field.name,
            "description": (field.metadata or {}).get(b"doc", b"").decode(),
            "dataType": _type(kind),
            **({"repeated": True} if repeated else {}),
            "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
        }


def _type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_timestamp(kind):
        return "sc:DateTime"
    return "sc:Date" if pa.types.is_date(kind) else "sc:Text"


def _provenance(recipe: Recipe, facts: Facts) -> dict[str, Any]:
    """The sources, the crawls that archived their pages and the export, each with its agent: https://www.w3.org/TR/prov-o/."""
    crawls = {each["source"]: each for each in facts.crawls.ledger}
    dateline = {"@type": "prov:SoftwareAgent", "@id": "urn:dateline", "prov:label": "Dateline"}
    operator = {
        "@type": "prov:Agent",
        "@id": "urn:dateline:operator",
        "prov:label": recipe.contact or "the operator of the corpus",
    }
    return {
        "prov:wasDerivedFrom": [_source(name, crawls.get(name)) for name in sorted(facts.counts.get("source", {}))],
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "@id": f"urn:dateline:export:{recipe.name}",
            "prov:label": f"Export by the recipe {recipe.name}: manifest.json has its rules and what they left out",
            "prov:wasAssociatedWith": [operator, dateline],
        },
        "prov:wasAttributedTo": {"@id": operator["@id"]},
    }


def _source(name: str, crawl: Mapping[str, Any] | None) -> dict[str, Any]:
    entity = {"@type": "prov:Entity", "@id": f"urn:dateline:source:{name}", "prov:label": name}
    if crawl is None:
        return entity
    return entity | {
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "@id": f"urn:dateline:crawl:{name}",
            "prov:label": f"Crawl of {name} on {crawl['nights']} nights",
            "prov:startedAtTime": str(crawl["first_night"]),
            "prov:endedAtTime": str(crawl["last_night"]),
            "prov:wasAssociatedWith": {"@id": "urn:dateline"},
        }
    }


def _conditions(recipe: Recipe, facts: Facts) -> dict[str, Any]:
    """The conditions of use that the pages' rights signals set, as an offer: https://www.w3.org/TR/odrl-model/."""
    signals = facts.counts.get("train_ai", {})
    counted = ", ".join(f"{count} {name}" for name, count in sorted(signals.items()) if count)
    return {
        "@type": ["sc:CreativeWork", "odrl:Offer"],
        "@id": f"urn:dateline:offer:{recipe.name}",
        "name": "What the rights signals of the pages let through",
        "description": f"Signals of the rows on training: {counted or 'none'}; rights.parquet has the evidence of each.",
        "odrl:permission": {
            "@type": "odrl:Permission",
            "odrl:action": {"@id": "odrl:use"},
            "odrl:constraint": [
                {
                    "@type": "odrl:Constraint",
                    "name": "train_ai of each row, when it was captured and since",
                    "odrl:leftOperand": {"@id": "odrl:purpose"},
                    "odrl:operator": {"@id": "odrl:isAnyOf"},
                    "odrl:rightOperand": sorted(recipe.train_ai),
                }
            ],
            "odrl:duty": {
                "@type": "odrl:Duty",
                "odrl:action": {"@id": "odrl:attribute"},
                "name": "Name the source of a story",
            },
        },
        "odrl:prohibition": {
            "@type": "odrl:Prohibition",
            "odrl:action": {"@id": "odrl:use"},
            "name": "Pages that disallow training are in no row; `dateline verify` tells of later opt-outs",
        },
    }


def _responsible(recipe: Recipe, facts: Facts) -> dict[str, Any]:
    """The fields of the extension for responsible AI, from the data."""
    left_out = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in facts.manifest["left_out"].items() if count
    )
    nights = [str(each[name]) for each in facts.crawls.ledger for name in ("first_night", "last_night")]
    failed = sum(
        each["denied"] + each["failed"] + each["over_budget"] + each["refused"] for each in facts.crawls.ledger
    )
    sources = len(facts.counts.get("source", {}))
    pii = ", ".join(f"{count} {kind}" for kind, count in sorted(facts.pii.items()))
    return {
        "rai:dataCollection": "Stories that the sources link or list in feeds and sitemaps, as robots.txt allows.",
        "rai:dataCollectionType": ["Web Scraping"],
        "rai:dataCollectionTimeFrame": sorted({min(nights), max(nights)}) if nights else [],
        "rai:dataCollectionMissingData": f"{failed} pages were denied, failed or over a limit: README.md.",
        "rai:dataPreprocessingProtocol": [
            "Text extracted from HTML; what a source repeats from story to story is removed.",
            f"Left out: {left_out or 'nothing'}.",
        ],
        "rai:dataBiases": f"{sources} news sources that the operator chose: README.md.",
        "rai:dataLimitations": "Dates are as precise as their evidence; rights signals are those of the crawl.",
        "rai:dataUseCases": [
            "Training and evaluation of language models",
            "Temporal evaluation, splits by date of publication",
        ],
        "rai:personalSensitiveInformation": [
            f"News names people. E-mail, phone, IBAN, IP: {recipe.pii}; found: {pii or 'none'}."
        ],
        "rai:dataReleaseMaintenancePlan": f"Removal on request: {recipe.contact or 'the publisher of the dataset'}.",
    }
