package dev.holddown.web.page;

/** Where style, scripts and icon are; each address changes with what is behind it. */
public record AssetLinks(String style, String htmx, String script, String icon) {}
