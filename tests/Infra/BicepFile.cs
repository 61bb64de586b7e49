namespace Onbehalf.Tests.Infra;

/// <summary>The findings of bicep.mjs in one file.</summary>
internal sealed record BicepFile(
    string File,
    IReadOnlyList<string> Errors,
    IReadOnlyList<BicepParameter> Parameters,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Variables,
    IReadOnlyList<BicepResource> Resources,
    IReadOnlyList<BicepModule> Modules,
    IReadOnlyList<ModuleOutput> ModuleOutputs,
    IReadOnlyList<string> Unknown,
    IReadOnlyList<string> Unused,
    IReadOnlyList<string> Loads,
    IReadOnlyDictionary<string, string> Settings);

internal sealed record BicepParameter(string Name, bool HasDefault, bool Secure);

internal sealed record BicepResource(string Name, string Type);

internal sealed record BicepModule(string Name, string Path, IReadOnlyList<string> Parameters);

internal sealed record ModuleOutput(string Module, string Output);
