import CNNModel
import NumberText

/// Whether every class has train samples, and about as many.
enum ClassBalance: CheckupQuestion {
  static let name = "class-balance"
  static let question = "do all classes have about as many train samples?"
  static let threshold =
    "tick: largest class ≤ 2 × smallest; cross: over 10 × or a class without samples; from 10 on "
    + "accuracy hides the small classes (Johnson & Khoshgoftaar, Survey on deep learning with class "
    + "imbalance, 2019)"
  static let look = "data"

  static func find(in subject: CheckupSubject) -> Finding {
    guard subject.data.hasClasses else { return .notApplicable("samples have no class each") }
    let counts = subject.data.classCounts
    let missing = counts.indices.filter { counts[$0] == 0 }
    if counts.count - missing.count == 1, let only = counts.firstIndex(where: { $0 > 0 }) {
      return Finding(
        .cross, nil,
        "all \(counts[only]) train samples are of class \(only), so there is nothing to tell apart; "
          + "at least two classes are expected")
    }
    if let first = missing.first {
      return Finding(
        .cross, Double(missing.count),
        "\(missing.count) of \(counts.count) classes have no train sample, the first is class \(first); "
          + "none is expected")
    }
    guard let most = counts.max(), let fewest = counts.min(), fewest > 0 else {
      return .notApplicable("there are no classes")
    }
    let ratio = Double(most) / Double(fewest)
    return Finding(
      ratio <= 2 ? .tick : ratio <= 10 ? .unsure : .cross, ratio,
      "classes have \(fewest) to \(most) train samples, a ratio of \(Decimals.short(ratio)); at most 2 "
        + "is expected")
  }
}
