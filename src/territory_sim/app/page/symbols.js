// Symbols of the map: a state is told by shape and hatch first, by colour second.

const INK = "#1F2430", PAPER = "#FFFFFF", BLUE = "#004488", RED = "#BB5566", AMBER = "#8A5A00";

/** One symbol of a customer's state, drawn around a point. */
function drawState(ink, state, x, y, size) {
  ink.lineWidth = Math.max(1, size * 0.28);
  if (state === STATE.SERVED) {
    ink.fillStyle = INK;
    ink.beginPath();
    ink.arc(x, y, size * 0.34, 0, 7);
    ink.fill();
  } else if (state === STATE.MISSED) {
    box(ink, x, y, size * 0.8, PAPER);
    ink.strokeStyle = INK;
    ink.beginPath();
    ink.moveTo(x - size * 0.8, y + size * 0.8);
    ink.lineTo(x + size * 0.8, y - size * 0.8);
    ink.stroke();
  } else if (state === STATE.WAITING) {
    diamond(ink, x, y, size * 1.15, PAPER, BLUE);
  } else if (state === STATE.LATE) {
    triangle(ink, x, y, size * 1.5);
  } else {
    cross(ink, x, y, size * 0.75);
  }
}

function box(ink, x, y, half, fill) {
  ink.fillStyle = fill;
  ink.strokeStyle = INK;
  ink.beginPath();
  ink.rect(x - half, y - half, 2 * half, 2 * half);
  ink.fill();
  ink.stroke();
}

function diamond(ink, x, y, half, fill, line) {
  ink.fillStyle = fill;
  ink.strokeStyle = line;
  ink.beginPath();
  ink.moveTo(x, y - half);
  ink.lineTo(x + half, y);
  ink.lineTo(x, y + half);
  ink.lineTo(x - half, y);
  ink.closePath();
  ink.fill();
  ink.stroke();
}

function triangle(ink, x, y, size) {
  ink.fillStyle = INK;
  ink.strokeStyle = PAPER;
  ink.beginPath();
  ink.moveTo(x, y - size);
  ink.lineTo(x + size, y + size * 0.75);
  ink.lineTo(x - size, y + size * 0.75);
  ink.closePath();
  ink.fill();
  ink.stroke();
  ink.strokeStyle = "#F4C95D";
  ink.beginPath();
  ink.moveTo(x, y - size * 0.35);
  ink.lineTo(x, y + size * 0.45);
  ink.stroke();
}

function cross(ink, x, y, half) {
  ink.strokeStyle = "rgba(31,36,48,0.7)";
  ink.lineWidth *= 0.8;
  ink.beginPath();
  ink.moveTo(x - half, y - half);
  ink.lineTo(x + half, y + half);
  ink.moveTo(x + half, y - half);
  ink.lineTo(x - half, y + half);
  ink.stroke();
}

/** A rep: round with a white ring; filled on the road, with an open middle at a customer, small at rest. */
function drawRep(ink, doing, x, y, size) {
  const radius = doing === "rest" ? size * 0.62 : size;
  ink.lineWidth = size * 0.45;
  ink.strokeStyle = PAPER;
  ink.fillStyle = INK;
  ink.beginPath();
  ink.arc(x, y, radius, 0, 7);
  ink.stroke();
  ink.fill();
  if (doing === "visit") {
    ink.fillStyle = "#F4C95D";
    ink.beginPath();
    ink.arc(x, y, radius * 0.5, 0, 7);
    ink.fill();
  }
}

function drawHome(ink, x, y, size) {
  ink.lineWidth = size * 0.22;
  ink.strokeStyle = PAPER;
  ink.fillStyle = INK;
  ink.beginPath();
  ink.moveTo(x, y - size);
  ink.lineTo(x + size, y - size * 0.1);
  ink.lineTo(x + size * 0.7, y - size * 0.1);
  ink.lineTo(x + size * 0.7, y + size * 0.8);
  ink.lineTo(x - size * 0.7, y + size * 0.8);
  ink.lineTo(x - size * 0.7, y - size * 0.1);
  ink.lineTo(x - size, y - size * 0.1);
  ink.closePath();
  ink.stroke();
  ink.fill();
}

function drawRival(ink, firm, x, y, size) {
  ink.lineWidth = size * 0.4;
  if (firm % 2) {
    ink.strokeStyle = RED;
    ink.fillStyle = PAPER;
    ink.beginPath();
    ink.rect(x - size * 0.75, y - size * 0.75, size * 1.5, size * 1.5);
    ink.fill();
    ink.stroke();
  } else diamond(ink, x, y, size, RED, PAPER);
}

/** Diagonal lines for units that changed hands; dots for units where a campaign runs. */
function hatch(kind) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const ink = tile.getContext("2d");
  if (kind === "moved") {
    ink.strokeStyle = "rgba(31,36,48,0.42)";
    ink.lineWidth = 1.1;
    ink.beginPath();
    for (const shift of [-8, 0, 8]) {
      ink.moveTo(shift, 8);
      ink.lineTo(shift + 8, 0);
    }
    ink.stroke();
  } else {
    ink.fillStyle = "rgba(0,68,136,0.75)";
    for (const [x, y] of [[2, 2], [6, 6]]) {
      ink.beginPath();
      ink.arc(x, y, 1.1, 0, 7);
      ink.fill();
    }
  }
  return tile;
}
