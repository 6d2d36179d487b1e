"""Commands about programs that connect, and about files that leave."""
