export { directive, nodeId } from './arbitraries.ts';
export { gatedPlan, makeRelease } from './make-release.ts';
