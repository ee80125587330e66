/// The weight gradient of a linear layer over a whole batch, a sum of outer products:
/// `g[o][i] = Σ_samples y[o] · x[i]`.
package struct OuterProducts: Sendable {
  /// Offset of the output gradient in each group: `[outputs][samples]`.
  package var outputs = 0
  /// Offset of the inputs in each group, sample by sample: `[samples][row]`.
  package var inputs = 0
  /// Floats from one sample's inputs to the next one's: a multiple of 32.
  package var row = 0
  package var inputCount = 0
  /// Offset of the weights' gradient in the shared memory: `[outputs][inputs]`.
  package var gradient = 0

  package init() {}
}
