using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<HttpEdge>();
builder.Services
    .AddTables(builder.Configuration)
    .AddIdentity(builder.Configuration);
builder.Build().Run();
