namespace Onbehalf.Tests.Infra;

/// <summary>Needs the compiler of Bicep, which NuGet has for Linux: <c>dotnet restore tests/Infra/tools</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepCompilerFactAttribute : FactAttribute
{
    public BicepCompilerFactAttribute()
    {
        if (!File.Exists(BicepCompiler.Path))
            Skip = "No Bicep compiler: dotnet restore tests/Infra/tools, on Linux x64.";
    }
}
