"""Pages and lists for a terminal, and the JSON that stands for them. No page, file or decision is made here."""
