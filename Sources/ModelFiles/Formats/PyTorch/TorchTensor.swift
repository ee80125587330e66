import CNNModel

/// A tensor that a pickle of PyTorch describes.
enum TorchTensor {
  /// A tensor in a storage.
  case strided(StridedLayout, storage: String)
  /// An array of NumPy, whose elements are in the pickle.
  case array(ArrayLayout, bytes: PickleValue)
  /// A tensor that cannot be read, with the reason as a sentence.
  case refused(String)
}

extension Pickle {
  /// The tensor that a value is; nil where it is none.
  ///
  /// The functions that PyTorch and NumPy write into pickles are known by their names; none is called.
  func tensor(_ value: PickleValue) -> TorchTensor? {
    guard let node = node(value), let call = call(node) else { return nil }
    return tensor(call.name, call.arguments, state: node.state, depth: 0)
  }

  private func tensor(
    _ function: String, _ arguments: [PickleValue], state: PickleValue?, depth: Int
  ) -> TorchTensor? {
    switch function {
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      return wrapped(arguments.first, depth)
    case "torch._tensor._rebuild_from_type_v2":
      guard depth < 8, arguments.count > 2, let function = globalName(arguments[0]) else {
        return .refused("its tensor is not complete")
      }
      return tensor(function, items(arguments[2]) ?? [], state: nil, depth: depth + 1)
    case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2":
      return strided(arguments, type: nil)
    case "torch._utils._rebuild_tensor_v3":
      return strided(arguments, type: arguments.count > 6 ? arguments[6] : PickleValue.none)
    case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct":
      return array(state)
    case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar":
      return scalar(arguments)
    default:
      guard function.hasPrefix("torch._utils._rebuild_") || function.hasPrefix("torch._tensor.")
      else { return nil }
      return .refused("only dense tensors can be read, but this is one of \(function.quoted)")
    }
  }

  private func wrapped(_ value: PickleValue?, _ depth: Int) -> TorchTensor? {
    guard depth < 8, let value, let node = node(value), let call = call(node) else {
      return .refused("its tensor is not complete")
    }
    return tensor(call.name, call.arguments, state: node.state, depth: depth + 1)
  }

  /// - Parameter type: the type of the elements where the storage has none; nil where it has.
  private func strided(_ arguments: [PickleValue], type: PickleValue?) -> TorchTensor {
    guard arguments.count > 3, let storage = storage(arguments[0]),
      let offset = arguments[1].integer, let extents = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { return .refused("its tensor is not complete") }
    let name = type == nil ? storage.type : globalName(type) ?? "of an unknown type"
    guard let elementType = TorchElements.type(name) else {
      return .refused("its elements are \(TorchElements.name(name).brief), which is not supported")
    }
    guard !storage.isView else { return .refused("its storage is a part of another one") }
    return .strided(
      StridedLayout(extents: extents, strides: strides, offset: offset, elementType: elementType),
      storage: storage.key)
  }

  /// The storage that a persistent value names: `('storage', torch.FloatStorage, '0', 'cpu', 18)`.
  func storage(_ value: PickleValue) -> (type: String, key: String, isView: Bool)? {
    guard let node = node(value), node.kind == .persistent, let parts = items(node.items.first),
      parts.count > 4, parts[0].text == "storage", let type = globalName(parts[1]),
      let key = parts[2].text ?? parts[2].integer.map(String.init)
    else { return nil }
    let isView = parts.count > 5 && items(parts[5]) != nil
    return (type, key, isView)
  }
}

/// Arrays of NumPy.
extension Pickle {
  /// The array of a state (version, shape, type, whether column-major, bytes).
  private func array(_ state: PickleValue?) -> TorchTensor {
    guard let parts = items(state), parts.count == 5, let extents = integers(parts[1])
    else { return .refused("its array is not complete") }
    guard var layout = layout(parts[2]) else {
      return .refused("the elements of its array are not supported")
    }
    layout.extents = extents
    if case .boolean(true) = parts[3] { layout.isColumnMajor = true }
    return .array(layout, bytes: parts[4])
  }

  private func scalar(_ arguments: [PickleValue]) -> TorchTensor {
    guard arguments.count == 2, let layout = layout(arguments[0]) else {
      return .refused("its number is not supported")
    }
    return .array(layout, bytes: arguments[1])
  }

  /// The elements of a `numpy.dtype('f4', False, True)` with the state (3, '<', …).
  private func layout(_ type: PickleValue) -> ArrayLayout? {
    guard let node = node(type), let call = call(node), call.name == "numpy.dtype",
      let code = call.arguments.first?.text, let elementType = NpyFile.elementType(code: code)
    else { return nil }
    let order = items(node.state).flatMap { $0.count > 1 ? $0[1].text : nil }
    return ArrayLayout(extents: [], elementType: elementType, isBigEndian: order == ">")
  }

  /// Bytes, or the text in Latin-1 as which protocols below 3 write them; nil for anything else.
  func bytes(_ value: PickleValue) -> ArraySlice<UInt8>? {
    if case .bytes(let bytes) = value { return bytes }
    guard let node = node(value), let call = call(node), call.name == "_codecs.encode",
      let text = call.arguments.first?.text
    else { return nil }
    let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    return bytes.count == text.unicodeScalars.count ? bytes[...] : nil
  }
}
