import CProcessor
import Glibc
import KernelInterface
import KernelsBaseline

#if arch(x86_64)
  import KernelsV3
  import KernelsV4
#endif

/// A set of instructions that the kernels are compiled for.
///
/// Results of different levels differ in the last bits: where a level has an instruction that
/// multiplies and adds, it rounds once. On one level results are the same on every machine.
public enum ProcessorLevel: String, CaseIterable, Sendable {
  /// What every processor of the architecture has: 4 numbers at a time.
  case baseline
  /// AVX2 and FMA (x86-64-v3): 8 numbers at a time.
  case v3
  /// AVX-512 (x86-64-v4): 16 numbers at a time.
  case v4

  /// The environment variable that forces a level.
  public static let variable = "CNNSCOPE_CPU"

  /// The levels that this machine has, the best last.
  public static let available: [ProcessorLevel] =
    [.baseline] + (processor_has_v3() ? [.v3] : []) + (processor_has_v4() ? [.v4] : [])

  /// The level with a name; the best one without.
  ///
  /// - Throws: ``ProcessorLevelError`` when there is no such level, or not on this machine.
  public static func named(_ word: String?) throws(ProcessorLevelError) -> ProcessorLevel {
    guard let word else { return available[available.count - 1] }
    guard let level = ProcessorLevel(rawValue: word) else { throw .unknown(word) }
    guard available.contains(level) else { throw .missing(level) }
    return level
  }

  /// The level that the environment asks for, or else the best.
  ///
  /// - Throws: as ``named(_:)``.
  public static func requested() throws(ProcessorLevelError) -> ProcessorLevel {
    try named(getenv(variable).map { String(cString: $0) })
  }

  /// The level that plans use unless told otherwise: the one that the environment asks for, or else
  /// the best of this machine.
  ///
  /// - Precondition: the environment asks for a level that there is.
  public static var current: ProcessorLevel { override ?? ofProcess }

  /// A level that takes the place of the process's own while a scope runs; for tests whose expected
  /// numbers belong to one level.
  @TaskLocal package static var override: ProcessorLevel?

  /// Decided once.
  private static let ofProcess: ProcessorLevel = {
    do throws(ProcessorLevelError) { return try requested() } catch {
      preconditionFailure("\(error)")
    }
  }()
}

extension ProcessorLevel {
  /// The kernels of the level.
  ///
  /// - Precondition: the machine has the level.
  package var kernels: KernelTable {
    #if arch(x86_64)
      switch self {
      case .baseline: return KernelsBaseline.kernelTable()
      case .v3: return KernelsV3.kernelTable()
      case .v4: return KernelsV4.kernelTable()
      }
    #else
      return KernelsBaseline.kernelTable()
    #endif
  }
}

/// Why a level cannot be computed with.
public enum ProcessorLevelError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknown(String)
  case missing(ProcessorLevel)

  public var description: String {
    let available = ProcessorLevel.available.map(\.rawValue).joined(separator: ", ")
    let levels = ProcessorLevel.allCases.map(\.rawValue).joined(separator: ", ")
    return switch self {
    case .unknown(let word):
      "\(ProcessorLevel.variable) is one of \(levels), not \"\(word)\""
    case .missing(let level):
      "\(ProcessorLevel.variable)=\(level.rawValue): this processor has \(available)"
    }
  }
}
