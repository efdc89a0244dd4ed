"""nerkit in spaCy: the pipeline component, and files as `Doc`s."""
