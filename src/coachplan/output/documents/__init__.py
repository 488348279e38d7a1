"""Documents that people read, print and sign: Markdown, HTML, PDF and Word, with their charts."""
