using Onbehalf.Delegation;

namespace Onbehalf.Tools.Mcp;

/// <summary>A tool that acts elsewhere, as what its person has connected.</summary>
internal interface IConnectionTool : ITool
{
    ConnectionName Connection { get; }
}
