"""Pictures that no library draws: laid out here in plain numbers, drawn as SVG by templates."""
