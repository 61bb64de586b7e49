namespace Onbehalf.Functions.Edge;

/// <summary>A failure of a function. The message contains only what the host may log.</summary>
internal sealed class FunctionFailedException(string failure) : Exception(failure);
