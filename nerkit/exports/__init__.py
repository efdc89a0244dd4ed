"""JSON objects of documents → files of other programs: Parquet, and workbooks of spreadsheets."""

from __future__ import annotations

from nerkit.exports.exported_values import ExportedValue, exported_values
from nerkit.exports.parquet import write_parquet
from nerkit.exports.xlsx import write_xlsx

__all__ = ["ExportedValue", "exported_values", "write_parquet", "write_xlsx"]
