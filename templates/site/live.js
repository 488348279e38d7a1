// Reloads the page when the site has changed; stays silent if the server is gone.
(() => {
  const version = `/${location.pathname.split("/")[1]}/version`;
  const told = performance.getEntriesByType("navigation")[0]?.serverTiming ?? [];
  let shown = told.find((entry) => entry.name === "version")?.description;

  const look = async () => {
    const answer = await fetch(version, { cache: "no-store" });
    if (!answer.ok) return;
    const now = await answer.text();
    shown ??= now;
    if (now !== shown) location.reload();
  };

  setInterval(() => {
  const version = `/${location.pathname.split("/")[1]}/version`;
    if (document.visibilityState === "visible") look().catch(() => {});
  }, 2000);
})();
