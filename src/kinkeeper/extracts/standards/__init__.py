"""Standards in and out: what is exchanged as NIEM 6.0 (XML, JSON) and PFIF 1.4, apart from who asks for it and where it is kept."""
