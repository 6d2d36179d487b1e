"""From one custodian to the next: who offers, who acknowledges, what must travel with the person, and where there is room."""
