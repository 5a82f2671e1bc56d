"""What a browser may do with our pages: nothing but show them, with our own scripts and styles."""

from __future__ import annotations

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "worker-src 'self' blob:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Never to other sites; to ourselves a form must say where it comes from, or its origin is null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NEVER_KEPT = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Language"}
"""A browser asks again each time: it may still be told that nothing changed."""
