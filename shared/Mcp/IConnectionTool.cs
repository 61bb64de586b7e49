using Onbehalf.Ids;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Mcp;

/// <summary>A tool that acts elsewhere, as what its person has connected.</summary>
internal interface IConnectionTool : ITool
{
    ConnectionName Connection { get; }

    /// <summary>
    /// Whether the tool is named by the operator or by what this person agreed to. Any other name that begins like the connection's is a text
    /// of the model's: it is refused like one that is not offered, and stays out of the open part of the audit.
    /// </summary>
    Task<bool> IsNamedAsync(SubjectId person, CancellationToken cancellation);
}
