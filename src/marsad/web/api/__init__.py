"""JSON for programs under /api/v1: all that pages show and do."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1")
