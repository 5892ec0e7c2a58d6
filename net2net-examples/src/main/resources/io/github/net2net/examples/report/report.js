"use strict";
(() => {
  const DASHES = [[], [9, 4], [2, 3], [12, 4, 2, 4], [5, 3], [16, 5], [9, 3, 2, 3, 2, 3], [4, 6]];
  const MOST_BANDS = 8;
  const LOW = 12;
  const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 18000, 36000, 86400, 604800];
  const SVG = "http://www.w3.org/2000/svg";
  const color = index => getComputedStyle(document.documentElement).getPropertyValue("--" + index).trim();
  const isTime = axis => /SECONDS|CPU/.test(axis);
  const isWork = axis => axis.endsWith("MULTIPLY_ADDS");

  const duration = seconds => {
    const whole = Math.round(seconds);
    if (whole < 60) return whole + " s";
    if (whole < 3600) return Math.floor(whole / 60) + " min " + (whole % 60 ? (whole % 60) + " s" : "");
    return Math.floor(whole / 3600) + " h " + Math.floor((whole % 3600) / 60) + " min";
  };
  const count = number => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
  const power = (number, digits) => {
    if (number === 0) return "0";
    const [mantissa, exponent] = number.toExponential(digits).split("e+");
    return Number(mantissa) + "\u00b710" + [...exponent].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
  };
  const cost = (axis, value) =>
    isTime(axis) ? duration(value) : isWork(axis) ? power(value, 2) + " multiply-adds" : count(value) + " examples";
  const tickText = (axis, value) => isTime(axis) ? duration(value).trim() : isWork(axis) ? power(value, 2) : count(value);
  const level = (measure, value) => value === null ? "–" : measure === "accuracy" ? (100 * value).toFixed(2) + "%" : value.toFixed(4);

  class Curves {
    constructor(root) {
      this.root = root;
      this.lines = JSON.parse(document.getElementById(root.dataset.chart).textContent);
      const runs = this.lines.filter(line => !line.reference).map(line => line.name);
      this.lines.forEach((line, index) => {
        line.index = index;
        line.hue = line.reference ? Math.max(0, runs.findIndex(run => line.name.startsWith(run + ", as published"))) : index;
        line.dash = line.reference ? [2, 6] : DASHES[(index + Math.floor(index / 8)) % DASHES.length];
        line.shown = true;
      });
      this.plot = root.querySelector(".plot");
      this.readout = root.querySelector(".readout");
      this.legend = root.querySelector(".legend");
      this.measure = root.querySelector("[data-role=measure]");
      this.axis = root.querySelector("[data-role=axis]");
      this.canvas = document.createElement("canvas");
      this.canvas.setAttribute("aria-hidden", "true");
      this.plot.append(this.canvas);
      this.buildLegend();
      this.listen();
      this.draw();
    }

    swatch(line) {
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("width", 34);
      svg.setAttribute("height", 10);
      svg.setAttribute("aria-hidden", "true");
      const stroke = document.createElementNS(SVG, "path");
      stroke.setAttribute("d", "M0 5H34");
      stroke.setAttribute("style", "stroke: var(--c" + line.hue % 8 + ")");
      stroke.setAttribute("stroke-width", line.reference ? 1.5 : 2.5);
      stroke.setAttribute("stroke-dasharray", line.dash.join(" "));
      svg.append(stroke);
      return svg;
    }

    buildLegend() {
      for (const line of this.lines.filter(line => line.measures.accuracy.length)) {
        const label = document.createElement("label");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.checked = true;
        box.addEventListener("change", () => {
          line.shown = box.checked;
          this.redraw();
        });
        const emphasize = focus => () => {
          this.focus = focus;
          this.draw();
        };
        label.addEventListener("pointerenter", emphasize(line));
        label.addEventListener("pointerleave", emphasize(undefined));
        box.addEventListener("focus", emphasize(line));
        box.addEventListener("blur", emphasize(undefined));
        label.append(box, this.swatch(line), line.name);
        this.legend.append(label);
      }
    }

    listen() {
      this.measure.addEventListener("change", () => {
        if (this.zoomed) this.zoomed.y = undefined;
        this.redraw();
      });
      this.axis.addEventListener("change", () => this.showAll());
      const press = (role, action) => this.root.querySelector("[data-role=" + role + "]").addEventListener("click", action);
      press("in", () => this.zoom(0.5));
      press("out", () => this.zoom(2));
      press("all", () => this.showAll());
      this.plot.addEventListener("keydown", event => this.key(event));
      this.point();
    }

    key(event) {
      const actions = {
        ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1),
        Home: () => this.step(-Infinity), End: () => this.step(Infinity),
        "+": () => this.zoom(0.5), "-": () => this.zoom(2), Escape: () => this.showAll(),
      };
      if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        actions[event.key]();
      }
    }

    showAll() {
      this.zoomed = undefined;
      this.redraw();
    }

    /** Draws other lines or axes, where the values that were read no longer are. */
    redraw() {
      this.at = undefined;
      this.readout.replaceChildren();
      this.draw();
    }

    range() {
      return this.zoomed?.x ?? this.all;
    }

    show(x, y) {
      this.zoomed = x.min <= this.all.min && x.max >= this.all.max && !y ? undefined : { x, y };
      this.draw();
    }

    zoom(factor) {
      const { min, max } = this.range();
      const middle = this.at === undefined || this.at < min || this.at > max ? (min + max) / 2 : this.at;
      const low = Math.max(this.all.min, middle - (middle - min) * factor);
      const high = Math.min(this.all.max, middle + (max - middle) * factor);
      if (high > low) this.show({ min: low, max: high });
    }

    step(by) {
      const { min, max } = this.range();
      const xs = this.visible().flatMap(line => line.costs[this.axis.value]).filter(x => x >= min && x <= max);
      const inside = [...new Set(xs)].sort((a, b) => a - b);
      if (!inside.length) return;
      let next = by > 0 ? inside.findIndex(x => x > (this.at ?? -Infinity)) : inside.findLastIndex(x => x < (this.at ?? Infinity));
      if (by === Infinity || next < 0 && by > 0) next = inside.length - 1;
      if (by === -Infinity || next < 0) next = 0;
      this.read(inside[next]);
      this.chart.draw();
    }

    visible() {
      return this.lines.filter(line => line.shown && line.costs[this.axis.value] && line.measures[this.measure.value].length);
    }

    /** What each visible line says at its measurement nearest to x. */
    read(x) {
      this.at = x;
      const axis = this.axis.value;
      const measure = this.measure.value;
      const items = [];
      for (const line of this.visible()) {
        const xs = line.costs[axis];
        if (!xs.length || x < xs[0] - this.slack() || x > xs[xs.length - 1] + this.slack()) continue;
        let best = 0;
        xs.forEach((candidate, index) => {
          if (Math.abs(candidate - x) < Math.abs(xs[best] - x)) best = index;
        });
        const item = document.createElement("li");
        const spread = line.measures[measure + "Spread"][best];
        const value = document.createElement("b");
        value.textContent = level(measure, line.measures[measure][best]);
        const margin = line.seeds[best] > 1 && spread !== null ? " ± " + (measure === "accuracy" ? (100 * spread).toFixed(2) : spread.toFixed(4)) : "";
        item.append(this.swatch(line), line.name + " ", value, margin + " at " + cost(axis, xs[best]));
        items.push(item);
      }
      const list = document.createElement("ul");
      list.append(...items);
      const head = document.createElement("span");
      head.textContent = "Nearest measurements to " + cost(axis, x) + ":";
      this.readout.replaceChildren(head, list);
    }

    slack() {
      return (this.all.max - this.all.min) / 50;
    }

    /** The points of a line, in the order of x: mean times of whole and of partly finished seeds need not rise. */
    points(line, shift) {
      const ys = line.measures[this.measure.value];
      const spread = line.measures[this.measure.value + "Spread"];
      return line.costs[this.axis.value]
        .map((x, index) => ({ x, y: ys[index] === null ? NaN : ys[index] + (shift ? shift * spread[index] : 0) }))
        .sort((a, b) => a.x - b.x);
    }

    datasets(line) {
      const focus = this.visible().find(other => other === this.focus);
      const faded = focus && focus !== line;
      const stroke = color("c" + line.hue % 8) + (faded ? "38" : "");
      const points = this.points(line);
      const dots = line.reference || points.length < 2;
      const drawn = {
        data: points, borderColor: stroke, backgroundColor: stroke, borderWidth: line.reference ? 1.25 : 2, borderDash: line.dash,
        pointRadius: dots ? 3.5 : 0, pointStyle: line.reference ? "cross" : "circle", pointBorderColor: stroke,
      };
      const spread = line.measures[this.measure.value + "Spread"];
      const banded = focus ? focus === line : this.visible().length <= MOST_BANDS;
      if (line.reference || !banded || !spread.some(value => value > 0)) return [drawn];
      const edge = { borderWidth: 0, pointRadius: 0 };
      const band = { ...edge, data: this.points(line, 1), backgroundColor: stroke + "2b", fill: "+1" };
      return [drawn, band, { ...edge, data: this.points(line, -1) }];
    }

    draw() {
      const lines = this.visible();
      const xs = lines.flatMap(line => line.costs[this.axis.value]);
      const low = xs.length ? Math.min(...xs) : 0;
      const high = xs.length ? Math.max(...xs) : 1;
      this.all = { min: low, max: high > low ? high : low + 1 };
      if (this.chart) this.chart.destroy();
      this.chart = new window.Chart(this.canvas, {
        type: "line",
        data: { datasets: lines.flatMap(line => this.datasets(line)) },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, parsing: false, events: [],
          plugins: { legend: { display: false }, tooltip: { enabled: false } },
          scales: this.scales(),
        },
        plugins: [{ id: "marks", afterDatasetsDraw: chart => this.marks(chart) }],
      });
    }

    /** Ticks of times are whole minutes or hours. */
    tickStep(axis) {
      const { min, max } = this.range();
      return isTime(axis) ? STEPS.find(step => (max - min) / step <= 8) : undefined;
    }

    /** From tick to tick around all values; around those in sight if the user has zoomed in. */
    scales() {
      const axis = this.axis.value;
      const accuracy = this.measure.value === "accuracy";
      const style = { type: "linear", grid: { color: color("grid") }, border: { color: color("grid") } };
      const ticks = { color: color("soft"), maxRotation: 0, autoSkipPadding: 16 };
      const title = text => ({ display: true, text, color: color("soft") });
      return {
        x: { ...style, ...this.zoomed?.x, title: title(this.axis.selectedOptions[0].textContent),
          ticks: { ...ticks, stepSize: this.tickStep(axis), callback: tick => tickText(axis, tick) } },
        y: { ...style, ...this.zoomed?.y, title: title(accuracy ? "accuracy, %" : "loss, nats"),
          ticks: { ...ticks, callback: tick => String(Number((accuracy ? 100 * tick : tick).toFixed(3))) } },
      };
    }

    /** Reads values under the pointer, and zooms to where it is dragged across; if that is low, to all heights there. */
    point() {
      const place = event => ({ x: event.offsetX, y: event.offsetY });
      this.canvas.addEventListener("pointermove", event => {
        this.to = place(event);
        this.read(Math.min(this.all.max, Math.max(this.all.min, this.chart.scales.x.getValueForPixel(this.to.x))));
        this.chart.draw();
      });
      this.canvas.addEventListener("pointerdown", event => {
        this.from = place(event);
      });
      this.canvas.addEventListener("pointerup", event => {
        if (!this.from) return;
        const to = place(event);
        const across = this.between(this.from.x, to.x, this.chart.scales.x);
        const up = this.between(this.from.y, to.y, this.chart.scales.y);
        const isHigh = Math.abs(to.y - this.from.y) > LOW;
        const isWide = Math.abs(to.x - this.from.x) > LOW;
        this.from = undefined;
        if (isWide) this.show(across, isHigh ? up : undefined);
      });
    }

    between(from, to, scale) {
      const [one, other] = [scale.getValueForPixel(from), scale.getValueForPixel(to)];
      return { min: Math.max(scale.min, Math.min(one, other)), max: Math.min(scale.max, Math.max(one, other)) };
    }

    /** A ring on the teacher's line where a student was grown from it; where values are read; what is dragged across. */
    marks(chart) {
      const { ctx, chartArea, scales } = chart;
      const axis = this.axis.value;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      for (const line of this.visible()) {
        const teacher = this.lines[line.growth.from];
        if (!teacher || !teacher.shown) continue;
        const x = line.growth.at[axis];
        const y = this.height(teacher, axis, x);
        if (y !== undefined) this.ring(ctx, scales.x.getPixelForValue(x), scales.y.getPixelForValue(y), teacher);
      }
      if (this.at !== undefined) this.shade(ctx, chartArea, scales.x.getPixelForValue(this.at));
      ctx.restore();
    }

    ring(ctx, x, y, teacher) {
      ctx.beginPath();
      ctx.arc(x, y, 6, 0, 2 * Math.PI);
      ctx.fillStyle = color("paper");
      ctx.fill();
      ctx.lineWidth = 2.5;
      ctx.strokeStyle = color("c" + teacher.hue % 8);
      ctx.stroke();
    }

    shade(ctx, area, x) {
      ctx.fillStyle = color("accent") + "30";
      if (!this.from) {
        ctx.fillRect(x, area.top, 1.5, area.height);
        return;
      }
      const isHigh = Math.abs(this.to.y - this.from.y) > LOW;
      const [top, height] = isHigh ? [Math.min(this.from.y, this.to.y), Math.abs(this.to.y - this.from.y)] : [area.top, area.height];
      ctx.fillRect(Math.min(this.from.x, this.to.x), top, Math.abs(this.to.x - this.from.x), height);
    }

    height(line, axis, x) {
      const xs = line.costs[axis];
      const ys = line.measures[this.measure.value];
      for (let i = 0; i < xs.length; i++) {
        if (ys[i] === null) continue;
        if (xs[i] === x) return ys[i];
        if (i && ys[i - 1] !== null && xs[i - 1] < x && x < xs[i]) return ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
      }
      return undefined;
    }
  }

  const charts = [...document.querySelectorAll("[data-chart]")].map(root => new Curves(root));
  const redraw = () => charts.forEach(chart => chart.draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let opened = [];
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    opened = [...document.querySelectorAll("details:not([open]):not(.numbers-only)")];
    opened.forEach(details => details.open = true);
    redraw();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    opened.forEach(details => details.open = false);
    redraw();
  });
})();
