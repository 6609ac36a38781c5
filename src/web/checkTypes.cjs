// vue-tsc reads templates through TypeScript's JavaScript compiler; the project's own compiler is the native one.
require('vue-tsc').run(require.resolve('typescript-5/lib/tsc'));
