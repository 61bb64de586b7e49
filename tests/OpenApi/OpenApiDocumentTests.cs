using Onbehalf.Functions.OpenApi;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.OpenApi;

/// <summary>After a change of the contract: <c>ONBEHALF_UPDATE_OPENAPI=1 dotnet test --filter OpenApiDocumentTests</c>, and commit the file.</summary>
public sealed class OpenApiDocumentTests
{
    private static readonly string File = Path.Combine(Clone.Root, "functions", "openapi.json");

    [Fact]
    public void The_checked_in_document_is_the_one_the_code_makes()
    {
        var made = OpenApiDocument.Of(typeof(GetOpenApi).Assembly);
        if (Environment.GetEnvironmentVariable("ONBEHALF_UPDATE_OPENAPI") == "1")
            System.IO.File.WriteAllText(File, made);

        Assert.Equal(System.IO.File.ReadAllText(File), made);
    }
}
