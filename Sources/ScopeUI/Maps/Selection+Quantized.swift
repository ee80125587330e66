import CNNModel
import ScopeDebugger

/// The real numbers that the integers of a quantized activation stand for.
extension Selection {
  /// How the selected tensor stands for real numbers; `nil` where it holds the numbers themselves.
  func quantization(_ session: Session) -> Quantization? {
    guard kind == .activation, session.hasNetwork, missing == nil else { return nil }
    return Quantization(of: node, in: session.network)
  }

  /// The numbers that the maps show: the tensor's own, or the real numbers they stand for.
  func shown(_ tensor: Tensor, _ session: Session) -> Tensor {
    guard !showsRaw, let quantization = quantization(session) else { return tensor }
    return quantization.real(tensor)
  }
}

/// Whether quantized maps show integers or the real numbers that they stand for.
enum RawNumbers: String, Hashable, Sendable, CaseIterable { case on, off }
