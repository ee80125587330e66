import CProcessor
import Glibc
import KernelInterface
import KernelsBaseline

#if arch(x86_64)
  import KernelsV3
  import KernelsV4
#endif

/// An instruction set that the kernels are compiled for.
///
/// The results of different levels differ in the last bits, because fused multiply-add instructions
/// round once instead of twice. On one level the results are the same on every machine.
public enum ProcessorLevel: String, CaseIterable, Sendable {
  /// The instructions of every processor of the architecture: 4 numbers at a time.
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

  /// The level with a name; without a name the best one.
  ///
  /// - Throws: ``ProcessorLevelError`` when there is no such level, or not on this machine.
  public static func named(_ word: String?) throws(ProcessorLevelError) -> ProcessorLevel {
    guard let word else { return available[available.count - 1] }
    guard let level = ProcessorLevel(rawValue: word) else { throw .unknown(word) }
    guard available.contains(level) else { throw .missing(level) }
    return level
  }

  /// The level set in the environment, otherwise the best one.
  ///
  /// - Throws: as ``named(_:)``.
  public static func requested() throws(ProcessorLevelError) -> ProcessorLevel {
    try named(getenv(variable).map { String(cString: $0) })
  }

  /// The default level of plans: the one set in the environment, otherwise the best one of this
  /// machine.
  ///
  /// - Precondition: the level in the environment exists.
  public static var current: ProcessorLevel { override ?? ofProcess }

  /// A level that replaces the default while a scope runs; for tests whose expected numbers belong
  /// to one level.
  @TaskLocal package static var override: ProcessorLevel?

  /// Determined once per process.
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

/// The reason why a level cannot be used.
public enum ProcessorLevelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no level with this name.
  case unknown(String)
  /// The processor lacks the instructions of the level.
  case missing(ProcessorLevel)

  /// One sentence with the environment variable and the levels that there are.
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
