"""What people meet wherever they work: the pages in their menus, and another who changes the same thing."""
