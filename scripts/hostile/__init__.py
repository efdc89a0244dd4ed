"""Files, models and schemas that mean harm, and what nerkit makes of them: `make hostile`."""
