// Reloads the page when the site has changed; asks no more once the server is gone: anyone may have its port then.
(() => {
  const version = `/${location.pathname.split("/")[1]}/version`;
  const told = performance.getEntriesByType("navigation")[0]?.serverTiming ?? [];
  let shown = told.find((entry) => entry.name === "version")?.description;

  const look = async () => {
    const answer = await fetch(version, { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error("not the server of this page");
    const now = await answer.text();
    shown ??= now;
    if (now !== shown) location.reload();
  };

  const asking = setInterval(() => {
    if (document.visibilityState === "visible") look().catch(() => clearInterval(asking));
  }, 2000);
})();
