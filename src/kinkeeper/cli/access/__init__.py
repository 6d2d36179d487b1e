"""Commands about who may see what: accounts, who looked, agreements, emergencies."""
