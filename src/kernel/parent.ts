const LOOK_MS = 500;

/**
 * Calls `then` once when the process that started this one is gone. npm and npx hand a SIGTERM to a shell that does not
 * pass it on: without this look the program would run on after its `npm start` was stopped, and keep the port.
 */
export const whenLeftAlone = (then: () => void): void => {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    then();
  }, LOOK_MS);
  look.unref();
};
