// Unpack a record and say in one sentence what is wrong with it when it cannot be read.

const RECORD_FORMAT = "territory-sim record";
const RECORD_VERSION = 1;

/** A fault that people can read; its message is one sentence. */
class RecordFault extends Error {}

/** Running sums of steps, as whole numbers. */
function sums(steps) {
  const found = new Int32Array(steps.length);
  let total = 0;
  for (let i = 0; i < steps.length; i++) found[i] = total += steps[i];
  return found;
}

/** Pairs of running sums: x, y, x, y, ... */
function pointSums(steps) {
  const found = new Int32Array(steps.length);
  let x = 0, y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    found[i] = x += steps[i];
    found[i + 1] = y += steps[i + 1];
  }
  return found;
}

async function unpackRecord(base64) {
  let record;
  try {
    const bytes = Uint8Array.from(atob(base64.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    record = JSON.parse(await new Response(stream).text());
  } catch {
    throw new RecordFault("This file is cut off or broken: record it anew with territory-sim play.");
  }
  return checkedRecord(record);
}

function checkedRecord(record) {
  if (record === null || typeof record !== "object" || record.format !== RECORD_FORMAT) {
    throw new RecordFault("This file holds no record of territory-sim.");
  }
  if (record.version !== RECORD_VERSION) {
    throw new RecordFault(
      `This record has version ${record.version}, and this page reads version ${RECORD_VERSION}: ` +
        "open it with the program that made it.",
    );
  }
  return record;
}
