"""Signing in by an agency's own provider: OpenID Connect, the code flow with PKCE, nonce and state (ADR 29)."""
