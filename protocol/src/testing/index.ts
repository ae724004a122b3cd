export { directive, hex32, legalPlan, nodeId } from './arbitraries.ts';
export { gatedPlan, makeRelease } from './make-release.ts';
