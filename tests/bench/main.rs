fn main() {
    let a: Vec<String> = std::env::args().collect();
    bare_main(&a);
}
mod bare;
fn bare_main(a: &[String]) {
    let t = std::time::Instant::now();
    let pdf = bare::compile(std::path::Path::new(&a[1]), "/record.typ");
    eprintln!("bare {:?} {}", t.elapsed(), pdf.len());
    let t = std::time::Instant::now();
    let c = client_record_request::render::compact(&pdf).unwrap();
    eprintln!("compact {:?} {}", t.elapsed(), c.len());
}
