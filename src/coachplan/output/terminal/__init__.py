"""What a person reads in a terminal, and the JSON that stands for it. No page, file or decision is made here."""
