/** What an error means and what to do about it. */
export interface Explanation {
  /** Its name among the errors of the chain, such as "NotPermitted" or "Approvals.OwnProposal". */
  readonly name: string;
  /** What it means: begins with a small letter, ends without a full stop. */
  readonly sentence: string;
  /** What to do about it, in the same form. */
  readonly hint: string;
}

/** An error of a pallet, as @polkadot/api (`section`) and Dedot (`pallet`) name it. */
export interface ModuleError {
  readonly section?: string;
  readonly pallet?: string;
  readonly name: string;
}

/** Explains the number in `InvalidTransaction::Custom`, with which the pool refuses extrinsics. */
export function explainRefusal(code: number): Explanation | undefined;

/** Explains an error of a pallet. */
export function explainModuleError(error: ModuleError): Explanation | undefined;

/**
 * Explains what a library threw when an extrinsic was submitted, or the `DispatchError` of one that
 * failed in a block. Gives nothing for what this chain has no words for: then show the original.
 */
export function explainError(error: unknown): Explanation | undefined;
