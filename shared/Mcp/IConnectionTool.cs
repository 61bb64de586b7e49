using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>A tool that acts at another product through the person's own connection.</summary>
internal interface IConnectionTool : ITool
{
    ConnectionName Connection { get; }

    /// <summary>
    /// Returns whether the name comes from the operator or from tools that this person agreed to. Any other name with the connection's prefix is model
    /// text: it is refused like an unknown tool, and is not written to the unsealed part of the audit.
    /// </summary>
    Task<bool> IsNamedAsync(SubjectId person, CancellationToken cancellation);
}
