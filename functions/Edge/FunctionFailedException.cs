namespace Onbehalf.Functions.Edge;

/// <summary>A function failed; the message is all that the host may know of it.</summary>
internal sealed class FunctionFailedException(string failure) : Exception(failure);
