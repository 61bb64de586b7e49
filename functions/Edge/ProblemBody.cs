namespace Onbehalf.Functions.Edge;

/// <summary>The members of a problem response (RFC 9457 §3.1).</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail);
