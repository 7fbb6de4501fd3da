// Shows openapi.yaml as a page on which requests can be tried.
window.SwaggerUIBundle({ url: "openapi.yaml", dom_id: "#api", validatorUrl: null });
