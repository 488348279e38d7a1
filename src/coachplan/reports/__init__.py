"""Results as terminal text, Markdown, HTML, PDF or JSON; no decisions."""
