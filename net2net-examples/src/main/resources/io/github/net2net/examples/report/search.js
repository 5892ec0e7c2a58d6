"use strict";
(() => {
  const KEYS = { teacher: "ink", best: "c1", student: "c0" };
  const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const trials = id => JSON.parse(document.getElementById(id).textContent);

  const scales = (x, score) => {
    const style = { grid: { color: color("grid") }, border: { color: color("grid") }, ticks: { color: color("soft"), maxRotation: 0 } };
    const title = text => ({ display: true, text, color: color("soft") });
    return { x: { type: "linear", ...style, title: title(x) }, y: { ...style, title: title(score + ", held-back data") } };
  };

  const options = (x, score) => ({
    animation: false, responsive: true, maintainAspectRatio: false,
    interaction: { mode: "nearest", intersect: false },
    plugins: { legend: { display: false }, tooltip: { callbacks: {
      title: () => "",
      label: item => (item.raw.name ?? item.dataset.label) + ": " + item.raw.y.toFixed(4) } } },
    scales: scales(x, score),
  });

  const stroke = trial => {
    const key = color(KEYS[trial.role]);
    return trial.role === "student" ? key + "99" : key;
  };

  const curves = root => ({
    type: "line",
    data: { datasets: trials(root.dataset.curves).map(trial => ({
      label: trial.name, borderColor: stroke(trial), backgroundColor: stroke(trial), pointRadius: 2.5,
      borderWidth: trial.role === "student" ? 1.25 : 2.5, order: trial.role === "student" ? 1 : 0,
      data: trial.costs.map((x, i) => ({ x, y: trial.scores[i] })) })) },
    options: options("tera multiply-adds of training", root.dataset.score),
  });

  const front = root => {
    const all = trials(root.dataset.front).filter(trial => trial.scores.length);
    const point = trial => ({ x: trial.size, y: trial.scores[trial.scores.length - 1], name: trial.name });
    const best = all.filter(trial => trial.onFront).map(point).sort((a, b) => a.x - b.x);
    return {
      type: "scatter",
      data: { datasets: [
        { data: all.map(point), pointRadius: 5, pointBackgroundColor: all.map(stroke), pointBorderColor: all.map(stroke) },
        { data: best, showLine: true, pointRadius: 0, pointHitRadius: 0, borderColor: color("soft"), borderWidth: 1.25, borderDash: [6, 4] }] },
      options: options("million multiply-adds of a forward pass", root.dataset.score),
    };
  };

  const draw = (selector, config) => [...document.querySelectorAll(selector)].map(root => {
    const canvas = document.createElement("canvas");
    root.replaceChildren(canvas);
    return new window.Chart(canvas, config(root));
  });

  let charts = [];
  const redraw = () => {
    charts.forEach(chart => chart.destroy());
    charts = [...draw("[data-curves]", curves), ...draw("[data-front]", front)];
  };
  redraw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
