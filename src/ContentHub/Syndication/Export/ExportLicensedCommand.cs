using System.CommandLine;
using System.Globalization;
using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Storage;
using Microsoft.Extensions.Options;

namespace ContentHub.Syndication.Export;

/// <summary>The verbs <c>export licensed</c>, <c>export key</c> and <c>export verify</c>.</summary>
internal static class ExportLicensedCommand
{
    /// <param name="start">Makes the server, ready to act.</param>
    public static Command Licensed(Func<CancellationToken, Task<WebApplication>> start)
    {
        var partner = new Argument<string>("partner-id") { Description = "Which partner: its id in `partners`." };
        var folder = new Argument<string>("folder") { Description = "Where it goes; it is made, and must not be there." };
        var command = new Command("licensed", "Writes all that a partner's licence covers into a folder, as NDJSON with a signed manifest.") { partner, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            WholeFile.Refuse(path, replaces: false);
            await using var app = await start(cancellation);
            var made = await MakeAsync(app.Services, parsed.GetRequiredValue(partner), cancellation);
            await app.StopAsync(CancellationToken.None);
            Write(made, path);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{made.Manifest.Entries} entries for {made.Manifest.Partner} were exported, as of change {made.Manifest.Sequence}."));
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Signed; the public key is {made.Key.X}");
            return 0;
        });
        return command;
    }

    /// <param name="build">Makes the server, which is not started.</param>
    public static Command Key(Func<WebApplication> build)
    {
        var command = new Command("key", "Prints the public key by which exports are checked, as PEM.");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = build();
            await parsed.InvocationConfiguration.Output.WriteAsync((await app.Services.GetRequiredService<SiteSignature>().PublicKeyAsync(cancellation)).ToPem());
            return 0;
        });
        return command;
    }

    public static Command Verify()
    {
        var folder = new Argument<string>("folder") { Description = "With the export, unpacked." };
        var key = new Option<string>("--key") { Description = "The site's public key: a file as /syndication/keys or /syndication/keys.pem answers it, or the key itself. Not from the folder: whoever changed it could have put another one there.", Required = true };
        var command = new Command("verify", "Checks that an export is as it was signed. Needs no database.") { folder, key };
        command.SetAction(async (parsed, _) =>
        {
            var named = parsed.GetRequiredValue(key);
            var (path, output) = (parsed.GetRequiredValue(folder), parsed.InvocationConfiguration.Output);
            if (SitePublicKey.Parse(File.Exists(named) ? await File.ReadAllTextAsync(named, CancellationToken.None) : named) is not { } known)
            {
                throw new BulkRefusedException("--key is neither a public Ed25519 key nor a file with one.");
            }

            if (!Directory.Exists(path))
            {
                throw new BulkRefusedException($"There is no folder {path}.");
            }

            var result = ExportVerification.Run(path, known);
            await output.WriteLineAsync(result is { Manifest: { } manifest, Faults.Count: 0 }
                ? string.Create(CultureInfo.InvariantCulture, $"All of it is as {manifest.Site} signed it: {manifest.Entries} entries for {manifest.Partner}, of {manifest.CreatedAt:u}.")
                : string.Join(Environment.NewLine, result.Faults));
            return result.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    /// <exception cref="BulkRefusedException">There is no such partner, or its licence has ended.</exception>
    internal static async Task<SignedExport> MakeAsync(IServiceProvider services, string partnerId, CancellationToken cancellation)
    {
        var (view, site) = (services.GetRequiredService<SnapshotFollower>().Current, services.GetRequiredService<IOptions<SiteOptions>>().Value);
        if (!Guid.TryParse(partnerId, out var id) || view.Partners.Find(id) is not { } partner)
        {
            throw new BulkRefusedException("There is no partner with this id; `editorial { partners { nodes { id name } } }` lists them.");
        }

        if (partner.Licence is null)
        {
            throw new BulkRefusedException($"The licence of {partner.Name} has ended: there is nothing to export.");
        }

        var origin = site.Url ?? new Uri("http://localhost:5080");
        var calendar = SiteCalendar.At(services.GetRequiredService<TimeProvider>().GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone));
        var request = new Request(view.For(partner), origin, site, calendar, Caller.Anonymous with { Name = partner.Name, PartnerId = id }, services.GetRequiredService<PastViews>()) { ServerOrigin = site.ServerUrl ?? origin };
        return await services.GetRequiredService<LicensedExport>().RunAsync(request, partner, cancellation);
    }

    /// <summary>The folder has its name once all is in it and on the disk.</summary>
    internal static void Write(SignedExport made, string path)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(part);
        try
        {
            foreach (var (name, content) in made.Files)
            {
                using var file = new FileStream(Path.Combine(part, name), FileMode.CreateNew, FileAccess.Write);
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            Directory.Move(part, path);
        }
        catch
        {
            Directory.Delete(part, recursive: true);
            throw;
        }
    }
}
