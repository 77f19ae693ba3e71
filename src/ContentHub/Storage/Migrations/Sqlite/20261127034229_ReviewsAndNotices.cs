using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContentHub.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReviewsAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "NextReviewDue",
                table: "Variants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReviewMark",
                table: "Variants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Class",
                table: "Notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EndedAt",
                table: "Notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OnTopUntil",
                table: "Notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "Notices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Approvals",
                columns: table => new
                {
                    VariantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NextReviewDue = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Approvals", x => new { x.VariantId, x.Version, x.Number });
                    table.ForeignKey(
                        name: "FK_Approvals_People_By",
                        column: x => x.By,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Approvals_Revisions_VariantId_Version",
                        columns: x => new { x.VariantId, x.Version },
                        principalTable: "Revisions",
                        principalColumns: new[] { "VariantId", "Version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Variants_NextReviewDue_Id",
                table: "Variants",
                columns: new[] { "NextReviewDue", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_By",
                table: "Approvals",
                column: "By");

            ReviewHistory.TakeOver(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Approvals");

            migrationBuilder.DropIndex(
                name: "IX_Variants_NextReviewDue_Id",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "NextReviewDue",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "ReviewMark",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "Class",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "OnTopUntil",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "Notices");
        }
    }
}
