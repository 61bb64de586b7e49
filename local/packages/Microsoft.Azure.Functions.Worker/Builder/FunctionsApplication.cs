using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker.Local;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    // The caller is the functions assembly: it is the entry assembly, except where a test starts it inside its own process.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, FunctionCatalog.Of(Assembly.GetCallingAssembly()));
}
